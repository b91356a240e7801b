import type { Conditions, Identity } from './record.ts';

type Paths<Part> = {
  [Group in keyof Part & string]: `${Group}.${keyof Part[Group] & string}`;
}[keyof Part & string];

export type IdentityPath = Paths<Identity>;
export type ConditionPath = Paths<Omit<Conditions, 'probedAt' | 'host'>>;

/** One fact of the environment record. */
export interface Field {
  /** `group.name` within its part of the record. */
  readonly path: string;
  readonly part: 'identity' | 'conditions';
  readonly group: string;
  readonly label: string;
  /** UCUM, or `null` for words. */
  readonly unit: string | null;
  /** Whether the environment's id depends on it: then runs that differ in it are not compared. */
  readonly inDigest: boolean;
  /** Only records of environments that `assay.yaml` describes have it; it is in the digest of those alone. */
  readonly optional: boolean;
  /** Why it is, or is not, in the digest. */
  readonly why: string;
}

type Row = readonly [label: string, unit: string | null, why: string];

const COMPILER = 'another compiler or runtime makes other code of the same source';
const FREQUENCY = 'decides how fast the processor may run';

const IDENTITY: Readonly<Record<IdentityPath, Row>> = {
  'cpu.model': ['CPU', null, 'another processor is another machine'],
  'cpu.vendor': ['CPU vendor', null, 'another processor is another machine'],
  'cpu.signature': ['CPU signature', null, 'tells processors of one name apart, also behind a hypervisor'],
  'cpu.microcode': ['Microcode', null, 'updates change the cost of branches and of mitigations'],
  'cpu.features': [
    'Instruction set digest',
    null,
    'libraries choose their code by it; hypervisors hide parts',
  ],
  'cpu.sockets': ['Sockets', '1', 'memory of another socket is slower'],
  'cpu.cores': ['Cores', '1', 'parallel work scales with them'],
  'cpu.threads': ['Logical processors', '1', 'parallel work scales with them'],
  'cpu.threadsPerCore': ['Threads per core', '1', 'threads of one core share its units'],
  'cpu.coresPerSocket': ['Cores per socket', '1', 'cores of one socket share its cache'],
  'cpu.caches': ['Caches', 'By', 'a working set fits or does not'],
  'cpu.smt': ['SMT', null, 'threads of one core share its units'],
  'cpu.turbo': ['Turbo', null, FREQUENCY],
  'cpu.governor': ['Governor', null, FREQUENCY],
  'cpu.frequencyDriver': ['Frequency driver', null, FREQUENCY],
  'cpu.energyPreference': ['Energy preference', null, FREQUENCY],
  'cpu.maxFrequencyHz': ['Maximum frequency', 'Hz', FREQUENCY],
  'memory.totalGiB': ['Memory', 'GiB', 'decides what the page cache holds'],
  'memory.numaNodes': ['NUMA nodes', '1', 'memory of another node is slower'],
  'memory.hugePages': ['Transparent huge pages', null, 'changes page faults and TLB misses'],
  'kernel.release': ['Kernel', null, 'scheduler, filesystems and system calls change with it'],
  'kernel.architecture': ['Architecture', null, 'another architecture runs other code'],
  'kernel.mitigations': ['Mitigations', null, 'change the cost of system calls and branches'],
  'kernel.aslr': ['ASLR', null, 'decides whether layout varies between executions'],
  'kernel.clockSource': ['Clock source', null, 'decides what reading the time costs'],
  'kernel.distribution': ['Distribution', null, 'brings its own libraries and build options'],
  'platform.virtualisation': ['Virtualisation', null, 'adds its own cost and its neighbours'],
  'platform.product': ['Machine', null, 'cooling and power limits belong to the machine'],
  'container.runtime': ['Container around Assay', null, 'adds its own cost, most to files and network'],
  'container.engine': ['Container engine', null, 'sets up what stands between a program and the kernel'],
  'container.ociRuntime': ['Container runtime', null, 'sets up what stands between a program and the kernel'],
  'container.rootless': ['Without privileges', null, 'files and network go through helpers then'],
  'container.image': ['Image', null, 'brings the program, its libraries and settings'],
  'container.cpuset': ['Processors of the container', null, 'some share caches, memory or a core'],
  'container.network': ['Network', null, 'packets pass through another stack'],
  'container.root': ['Root of the container', null, 'a writable root copies files up'],
  'container.storage': ['Storage driver', null, 'file operations cost differently'],
  'container.files': ['Mounts', null, 'file operations cost differently on each kind'],
  'filesystem.type': ['Filesystem', null, 'file operations cost differently'],
  'filesystem.options': ['Mount options', null, 'file operations cost differently'],
  'filesystem.disk': ['Disk', null, 'seeks of a rotating one cost milliseconds'],
  'limits.cpuQuota': ['CPU quota', '1', 'throttles what exceeds it'],
  'limits.allowedCpus': ['Allowed processors', '1', 'parallel work scales with them'],
  'limits.memoryBytes': ['Memory limit', 'By', 'reclaims and swaps what exceeds it'],
  'limits.cpuset': ['Pinned to', null, 'processors share caches, memory or a core, and not all are alike'],
  'limits.nice': ['Niceness', '1', 'decides who runs first where others want the processor too'],
  'toolchain.cc': ['cc', null, COMPILER],
  'toolchain.c++': ['c++', null, COMPILER],
  'toolchain.gcc': ['gcc', null, COMPILER],
  'toolchain.clang': ['clang', null, COMPILER],
  'toolchain.ld': ['ld', null, 'the linker lays out the program'],
  'toolchain.libc': ['C library', null, 'its allocator and string functions are in most programs'],
  'toolchain.rustc': ['rustc', null, COMPILER],
  'toolchain.go': ['go', null, COMPILER],
  'toolchain.java': ['java', null, COMPILER],
  'toolchain.node': ['node', null, COMPILER],
  'toolchain.deno': ['deno', null, COMPILER],
  'toolchain.bun': ['bun', null, COMPILER],
  'toolchain.python3': ['python3', null, COMPILER],
  'toolchain.ruby': ['ruby', null, COMPILER],
  'toolchain.perl': ['perl', null, COMPILER],
  'toolchain.php': ['php', null, COMPILER],
  'toolchain.dotnet': ['dotnet', null, COMPILER],
  'toolchain.ghc': ['ghc', null, COMPILER],
  'toolchain.zig': ['zig', null, COMPILER],
  'harness.method': ['Measuring method', '1', 'another way of measuring gives other figures'],
};

const MOMENT = 'changes from moment to moment';
const UNUSED = 'no marker, build file or variable of the project tells that it uses them';
const CALLS = 'calls the compilers but writes no code of the program itself';
const BOUND = 'bounds what may be used, not how fast';

const CONDITIONS: Readonly<Record<ConditionPath, Row>> = {
  'load.average1': ['Load, 1 min', '1', MOMENT],
  'load.average5': ['Load, 5 min', '1', MOMENT],
  'load.average15': ['Load, 15 min', '1', MOMENT],
  'load.threads': ['Threads on the machine', '1', MOMENT],
  'load.runnable': ['Runnable threads', '1', MOMENT],
  'load.pressure': ['CPU pressure, 10 s', '%', MOMENT],
  'load.stealShare': ['Stolen CPU time', '%', MOMENT],
  'memory.totalBytes': [
    'Memory, exactly',
    'By',
    'moves by a little from boot to boot; whole GiB are in the digest',
  ],
  'memory.availableBytes': ['Memory available', 'By', MOMENT],
  'memory.swapBytes': ['Swap', 'By', 'costs nothing until memory runs out'],
  'memory.swapUsedBytes': ['Swap in use', 'By', MOMENT],
  'power.frequencyHz': ['Frequency', 'Hz', MOMENT],
  'power.throttles': ['Thermal throttles since boot', '1', MOMENT],
  'power.source': ['Power', null, 'governor and energy preference, in the digest, carry its effect'],
  'kernel.uptimeS': ['Uptime', 's', MOMENT],
  'limits.allowedCpuList': [
    'Allowed processors',
    null,
    'schedulers of containers move it; the count is in the digest',
  ],
  'limits.cgroupVersion': ['Cgroup version', null, 'the limits it sets are in the digest'],
  'limits.pids': ['Process limit', '1', BOUND],
  'limits.openFiles': ['Open files limit', '1', BOUND],
  'limits.stackBytes': ['Stack limit', 'By', BOUND],
  'toolchain.make': ['make', null, CALLS],
  'toolchain.cmake': ['cmake', null, CALLS],
  'toolchain.ninja': ['ninja', null, CALLS],
  'toolchain.cargo': ['cargo', null, CALLS],
  'toolchain.git': ['git', null, CALLS],
  'toolchain.others': ['Other compilers and runtimes', null, UNUSED],
  'harness.version': ['Assay', null, 'the measuring method, in the digest, is raised when figures move'],
  'harness.node': ['Node under Assay', null, 'it is not in the measured path'],
};

const OPTIONAL: ReadonlySet<string> = new Set<IdentityPath>(['limits.cpuset', 'limits.nice']);

/** Every recorded fact, in the order of tables. */
export const FIELDS: readonly Field[] = [...rows('identity', IDENTITY), ...rows('conditions', CONDITIONS)];

function rows(part: Field['part'], table: Readonly<Record<string, Row>>): Field[] {
  return Object.entries(table).map(([path, [label, unit, why]]) => ({
    path,
    part,
    group: path.slice(0, path.indexOf('.')),
    label,
    unit,
    inDigest: part === 'identity',
    optional: OPTIONAL.has(path) || (path.startsWith('container.') && path !== 'container.runtime'),
    why,
  }));
}
