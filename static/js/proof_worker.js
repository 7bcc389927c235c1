// SHA-256 by hand: the browser's own is not there on plain http, and a promise for each try would be slow.

const K = [], START = [];
for (let n = 2, found = 0; found < 64; n += 1) {
  let prime = true;
  for (let by = 2; by * by <= n; by += 1) if (n % by === 0) { prime = false; break; }
  if (!prime) continue;
  const part = (root) => ((root - Math.floor(root)) * 4294967296) | 0;
  if (found < 8) START.push(part(Math.sqrt(n)));
  K.push(part(Math.cbrt(n)));
  found += 1;
}

const w = new Int32Array(64);

/** The first word of the hash of `text`, which is ASCII. */
function firstWord(text) {
  const length = text.length, blocks = ((length + 8) >> 6) + 1, words = new Int32Array(blocks * 16);
  for (let at = 0; at < length; at += 1) words[at >> 2] |= text.charCodeAt(at) << (24 - (at & 3) * 8);
  words[length >> 2] |= 0x80 << (24 - (length & 3) * 8);
  words[words.length - 1] = length * 8;
  const state = Int32Array.from(START);
  for (let from = 0; from < words.length; from += 16) {
    for (let i = 0; i < 64; i += 1) {
      if (i < 16) { w[i] = words[from + i]; continue; }
      const a = w[i - 15], b = w[i - 2];
      const s0 = ((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3);
      const s1 = ((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10);
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i += 1) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((value, at) => { state[at] = (state[at] + value) | 0; });
  }
  return state[0];
}

onmessage = ({ data }) => {
  const shift = 32 - data.bits;
  for (let number = 0; ; number += 1) {
    const answer = `${data.challenge}~${number}`;
    if (firstWord(answer) >>> shift === 0) { postMessage(answer); return; }
  }
};
