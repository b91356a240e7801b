import type { Files } from './repository.ts';
import { spinFiles } from './spin.ts';

/**
 * The program that only computes, with environments: this host, and containers of an image without anything,
 * which see the tree that was built on this host. So the same program runs in all of them.
 */
export function containedSpin(steps: number): Files {
  const files = spinFiles(steps);
  return {
    ...files,
    // Without a C library in the image the program brings its own.
    Makefile: 'spin: spin.c steps.h\n\tcc -O2 -static -o spin spin.c\n',
    Dockerfile: 'FROM scratch\nCOPY assay.yaml /assay.yaml\n',
    'assay.yaml': `${files['assay.yaml']}    work: compute
environments:
  small: { ${CONTAINER}, cpus: 1, memory: 256MiB }
  half: { ${CONTAINER}, cpus: 0.5, memory: 256MiB }
`,
  };
}

const CONTAINER = 'kind: container, dockerfile: Dockerfile, source: /src, build: host';
