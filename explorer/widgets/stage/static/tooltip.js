// What a cell is like: strength, τ, the layer's value and what training does there.

function sentenceAt(data, cell) {
  return data.has("sentences") ? data.sentences[data.at("sentences", cell)] : "";
}

function layerValueText(data, layer, cell) {
  if (!layer || !data.has(layer)) return "";
  const { title, digits } = data.layers[layer];
  return `${title} ${fixed(data.at(layer, cell), digits)}`;
}

function makeTooltip(box) {
  const place = element("div", "tip-place");
  const value = element("div", "tip-value");
  const sentence = element("div", "tip-sentence");
  box.append(place, value, sentence);
  return {
    hide() {
      box.hidden = true;
    },
    show(data, layer, point, x, y, width) {
      const cell = data.cell(point);
      place.textContent = pointText(data, point);
      value.textContent = layerValueText(data, layer, cell);
      sentence.textContent = sentenceAt(data, cell);
      box.hidden = false;
      const left = x + 18 + box.offsetWidth > width ? x - 18 - box.offsetWidth : x + 18;
      const top = y > box.offsetHeight + 24 ? y - box.offsetHeight - 12 : y + 18;
      box.style.transform = `translate(${Math.round(Math.max(0, left))}px, ${Math.round(top)}px)`;
    },
  };
}
