"""What is said about each slip and each right form of a formula."""

MESSAGES = {
    "minus": "The overall sign is turned: a minus is missing, or there is one too many.",
    "positive-sign": "The sign of the positive's term is turned: a higher similarity of the pair must lower the "
                     "loss.",
    "positive-missing": "The positive is missing from the denominator: k runs over all views but i, so j stays in.",
    "self-included": "k ≠ i is missing: the anchor's similarity to itself must stay out of the sum.",
    "leaves-out-j": "The sum leaves out j where it should leave out i.",
    "short-range": "The sum stops short: k runs from 1 to 2N, without i. That makes 2N−1 terms.",
    "one-view": "The sum runs over N views; a batch of N pairs has 2N.",
    "tau-missing": "τ has no effect: it is missing, or it stands outside the exponentials, where it cancels.",
    "tau-missing-positive": "τ is missing under the positive's similarity.",
    "tau-missing-sum": "τ is missing under the similarities in the sum.",
    "tau-outside": "τ stands outside the exponential: it divides the similarity, inside exp.",
    "tau-outside-log": "τ stands outside the logarithm: it divides the similarity, inside exp.",
    "tau-multiplies": "τ multiplies the similarity; it should divide it.",
    "log-missing": "The logarithm is missing.",
    "log-inside": "The logarithm stands inside the sum, where it undoes exp. Take the log of the whole sum.",
    "two-n-minus-two": "2N−2 stands where 2N−1 belongs: the anchor has 2N−2 negatives and one positive.",
    "two-n": "2N stands where 2N−1 belongs: the anchor itself does not count.",
    "constant": "It is off by the constant log(2N−1): the denominator is a sum, not a mean.",
    "sum-not-mean": "The sum over anchors is not divided by 2N.",
    "one-over-n": "The sum over 2N anchors is divided by N; it should be 2N.",
    "half-the-anchors": "Only N anchors are covered; each of the 2N views is an anchor once.",
    "anchor-over-2n": "There is 1/(2N) but no sum over the anchors i.",
    "self-pair": "The similarity is that of i with itself; it should be that of i and its partner j.",
    "all-pairs": "The mean runs over all views; the alignment term takes only the positive pair.",
    "offset": "It is off by the constant 1/τ: s = 1 − ‖z − z′‖²/2.",
    "not-squared": "The distance is not squared.",
    "t-missing": "The factor t = 2 in front of the squared distance is missing.",
    "plus-exponent": "The minus in the exponent is missing: near views must weigh more.",
    "is-loss": "This is the whole loss; only one of its two terms is asked for.",
    "is-alignment": "This is the alignment term alone.",
    "is-uniformity": "This is the uniformity term alone.",
    "count": "The count is off: of 2N views, how many does the sum of one anchor run over?",
}  # fmt: skip

# form, and whether it was given for one anchor
FORMS = {
    ("nt-xent", True): "Right: this is the NT-Xent loss of one anchor.",
    ("nt-xent", False): "Right: this is the NT-Xent loss, averaged over the 2N anchors.",
    ("alignment", True): "Right: this is the alignment term A_τ of the exact split, for one anchor.",
    ("alignment", False): "Right: this is the alignment term A_τ of the exact split, averaged over the batch.",
    ("uniformity", True): "Right: this is the uniformity term U_τ of the exact split, for one anchor.",
    ("uniformity", False): "Right: this is the uniformity term U_τ of the exact split, averaged over the batch.",
    ("limit", True): "Right: this is the uniformity term in Wang & Isola's limit form, a mean under the log, for "
                     "one anchor.",
    ("limit", False): "Right: this is the uniformity term in Wang & Isola's limit form, a mean under the log.",
    ("wang-isola-alignment", True): "Right: this is Wang & Isola's ℓ_align, for one anchor.",
    ("wang-isola-alignment", False): "Right: this is Wang & Isola's ℓ_align. The exact split has (ℓ_align/2 − 1)/τ.",
    ("wang-isola-uniformity", True): "Right: this is Wang & Isola's ℓ_uniform, for one anchor. The exact split has "
                                     "U_τ.",
    ("wang-isola-uniformity", False): "Right: this is Wang & Isola's ℓ_uniform. The exact split has U_τ.",
    ("chance", False): "Right: all similarities are 1, so 2N−1 equal terms remain under the log.",
    ("chance", True): "Right: all similarities are 1, so 2N−1 equal terms remain under the log.",
}  # fmt: skip
