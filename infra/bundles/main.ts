import { bundleFunctions } from "./bundle.ts";

const startedAt = performance.now();
const functions = await bundleFunctions();
const width = Math.max(...functions.map(({ name }) => name.length));
for (const { name, bytes } of functions)
  console.log(`${name.padEnd(width)}  ${(bytes / 1000).toFixed(1).padStart(7)} kB  dist/${name}`);
console.log(`${functions.length} functions in ${((performance.now() - startedAt) / 1000).toFixed(2)} s`);
