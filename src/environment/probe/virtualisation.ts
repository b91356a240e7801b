import type { Machine } from '../machine.ts';
import { type Probed, probe } from '../probed.ts';
import { hypervisorFlag, parseCpuinfo } from './cpuinfo.ts';

export interface PlatformIdentity {
  /** `kvm`, `vmware`, `hyper-v`, `xen`…; `unknown` for one that does not say its name; `null` for bare metal. */
  readonly virtualisation: Probed<string | null>;
  /** Maker and product of the machine, never its serial numbers. */
  readonly product: Probed<string>;
}

/** What firmware writes for a virtual machine, in the order asked (the products of each vendor's manuals). */
const PRODUCTS: readonly (readonly [RegExp, string])[] = [
  [
    /\bKVM\b|Google Compute Engine|DigitalOcean|Hetzner.*vServer|OpenStack|Firecracker|Alibaba Cloud ECS/i,
    'kvm',
  ],
  [/VMware/i, 'vmware'],
  [/VirtualBox|innotek/i, 'virtualbox'],
  [/Microsoft Corporation.*Virtual Machine/i, 'hyper-v'],
  [/\bXen\b|HVM domU/i, 'xen'],
  [/Parallels/i, 'parallels'],
  [/BHYVE/i, 'bhyve'],
  [/Apple Virtualization/i, 'apple'],
  [/QEMU|Bochs/i, 'qemu'],
];

/** Clock sources that exist only as guests. */
const GUEST_CLOCKS: readonly (readonly [RegExp, string])[] = [
  [/\bkvm-clock\b/, 'kvm'],
  [/\bhyperv_clocksource/, 'hyper-v'],
  [/\bxen\b/, 'xen'],
];

export async function probePlatform(machine: Machine): Promise<PlatformIdentity> {
  const [virtualisation, product] = await Promise.all([
    probe(() => findHypervisor(machine)),
    probe(async () => {
      const text = await readProduct(machine);
      if (text === '') throw new Error('the firmware shows neither maker nor product');
      return text;
    }),
  ]);
  return { virtualisation, product };
}

async function findHypervisor(machine: Machine): Promise<string | null> {
  const [cpuinfo, xen, product, clocks, tree, release] = await Promise.all([
    machine.readIf('/proc/cpuinfo'),
    machine.readIf('/sys/hypervisor/type'),
    readProduct(machine),
    machine.readIf('/sys/devices/system/clocksource/clocksource0/available_clocksource'),
    machine.readIf('/proc/device-tree/hypervisor/compatible'),
    machine.readIf('/proc/sys/kernel/osrelease'),
  ]);
  const flag = hypervisorFlag(parseCpuinfo(cpuinfo ?? ''));
  if (flag !== false) {
    if (/microsoft/i.test(release ?? '')) return 'wsl';
    const name =
      xen ?? tree?.replace(/^linux,/, '') ?? match(PRODUCTS, product) ?? match(GUEST_CLOCKS, clocks);
    if (name) return name;
  }
  if (flag === null && product === '') throw new Error('neither processor flags nor firmware say so here');
  return flag ? 'unknown' : null;
}

function match(table: readonly (readonly [RegExp, string])[], text: string | null): string | undefined {
  return text === null ? undefined : table.find(([pattern]) => pattern.test(text))?.[1];
}

/** From DMI on PCs and servers, from the device tree on boards. */
async function readProduct(machine: Machine): Promise<string> {
  const dmi = await Promise.all(
    ['sys_vendor', 'product_name'].map((name) => machine.readIf(`/sys/class/dmi/id/${name}`)),
  );
  const words = dmi.filter((text) => text !== null && text !== '');
  return words.length > 0 ? words.join(' ') : ((await machine.readIf('/proc/device-tree/model')) ?? '');
}
