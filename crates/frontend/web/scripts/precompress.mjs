// Writes a .br and a .gz for every compressible file of the build, so that the server never
// compresses at request time.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url).pathname;
const compressible = /\.(js|css|html|svg|json|webmanifest|txt|map)$/;
// The server generates this file; a compressed copy would be outdated.
const dynamic = new Set(['config.js']);

for (const name of await readdir(dist, { recursive: true })) {
  if (!compressible.test(name) || dynamic.has(name)) continue;
  const content = await readFile(join(dist, name));
  const brotli = brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
  });
  const gzip = gzipSync(content, { level: 9 });
  // Tiny files grow under compression; serve those uncompressed.
  if (brotli.length < content.length) await writeFile(join(dist, `${name}.br`), brotli);
  if (gzip.length < content.length) await writeFile(join(dist, `${name}.gz`), gzip);
}
