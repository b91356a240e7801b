/** Removes what dead processes left at the engine of this socket. */
import { openEngine } from '../../src/platform/engine/open.ts';

await (await openEngine(process.argv[2]!)).reap();
