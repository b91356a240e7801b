import type { Probed } from '../probed.ts';
import type { Toolchain } from './toolchain.ts';
import { COMPILERS, type CompilerName } from './tools.ts';

/** What the identity says of a tool that the project does not use: the same whether it is installed or not. */
export const NOT_USED = 'not used by the project';

export interface ToolchainByUse {
  /** The version of each tool that is used; NOT_USED, or why its use cannot be told, for the others. */
  readonly counted: Toolchain['compilers'];
  /** The version of each installed tool that is not counted, or why it gave none. */
  readonly others: Readonly<Partial<Record<CompilerName, string>>>;
}

/** Divides what was found into what moves this project's figures and what only happens to be installed. */
export function divideByUse(
  found: Toolchain['compilers'],
  used: Probed<ReadonlySet<CompilerName>>,
): ToolchainByUse {
  const counted = { ...found };
  const others: Partial<Record<CompilerName, string>> = {};
  for (const name of Object.keys(found) as CompilerName[]) {
    if (COMPILERS[name].markers === 'always' || ('value' in used && used.value.has(name))) continue;
    counted[name] = 'value' in used ? { value: NOT_USED } : used;
    const version = versionOf(found[name]);
    if (version !== null) others[name] = version;
  }
  return { counted, others };
}

function versionOf(answer: Probed<string | null>): string | null {
  return 'value' in answer ? answer.value : `installed, but ${answer.unavailable}`;
}
