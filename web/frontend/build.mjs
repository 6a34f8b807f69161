// Bundles what pages load into ../static/dist: hashed names, a manifest, and gzipped twins.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, '../static/dist');

const options = {
  absWorkingDir: here,
  entryPoints: [
    ...['src/app.js', 'src/app.css', 'src/diagram.js', 'src/diagram.css', 'src/charts.js', 'src/heat.js', 'src/sw.js'],
    ...['192', '512', 'maskable'].map((size) => `src/icons/icon-${size}.png`),
  ],
  outbase: 'src',
  outdir: target,
  entryNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  bundle: true,
  minify: true,
  metafile: true,
  legalComments: 'linked',
  format: 'iife',
  target: ['chrome90', 'safari15', 'firefox90'],
  loader: { '.png': 'copy', '.svg': 'file', '.woff': 'file', '.woff2': 'file', '.ttf': 'empty', '.eot': 'empty' },
};

rmSync(target, { recursive: true, force: true });
const { metafile } = await esbuild.build(options);
const manifest = {};
for (const [path, { entryPoint }] of Object.entries(metafile.outputs)) {
  if (entryPoint) manifest[basename(entryPoint)] = basename(path);
  if (/\.(js|css|svg)$/.test(path)) {
    const full = join(here, path);
    writeFileSync(`${full}.gz`, gzipSync(readFileSync(full), { level: 9 }));
  }
}
writeFileSync(join(target, 'manifest.json'), JSON.stringify(manifest, null, 2));
console.log(Object.values(manifest).join('\n'));
