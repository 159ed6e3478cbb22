// Load what served.py published: `load(url)`, such as `(url) => import(url)`. Another server, or this one after a new
// start, may not know the address yet; `ask` has the page run, which publishes it anew, and it is tried again.
async function loadPublished(address, load, ask) {
  for (let attempt = 0; ; attempt += 1) {
    const url = new URL(address, document.baseURI);
    if (attempt) url.searchParams.set("attempt", attempt); // a browser does not import what failed once again
    try {
      return await load(url);
    } catch (error) {
      if (attempt === 8) throw error;
      ask(attempt);
      await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** attempt));
    }
  }
}
