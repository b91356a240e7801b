/** One block of /proc/cpuinfo: the names exactly as the kernel writes them. */
export type Processor = Readonly<Record<string, string | undefined>>;

/** The logical processors of /proc/cpuinfo (proc_cpuinfo(5)), of any architecture; other blocks are left out. */
export function parseCpuinfo(text: string): Processor[] {
  return text
    .split(/\n\s*\n/)
    .map(parseBlock)
    .filter((block) => block.processor !== undefined);
}

function parseBlock(block: string): Processor {
  const entries = block.split('\n').flatMap((line) => {
    const colon = line.indexOf(':');
    return colon < 0 ? [] : [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const];
  });
  return Object.fromEntries(entries);
}

/** Whether x86 says that a hypervisor runs it (CPUID leaf 1, ECX bit 31); `null` where flags are not given. */
export function hypervisorFlag(processors: readonly Processor[]): boolean | null {
  const flags = processors[0]?.flags;
  return flags === undefined ? null : flags.split(/\s+/).includes('hypervisor');
}
