import { sha256 } from '../../core/canonical.ts';
import { type Machine, notSaid } from '../machine.ts';
import { type Probed, probe } from '../probed.ts';
import { armModel, armVendor } from './arm.ts';
import { probeCaches } from './caches.ts';
import { type Processor, parseCpuinfo } from './cpuinfo.ts';
import { type Governor, probeGovernor } from './governor.ts';
import { probeTopology, type Topology } from './topology.ts';

/** The processor: what it is, how it is divided, how its speed is set. */
export interface CpuIdentity extends Topology, Governor {
  readonly model: Probed<string>;
  readonly vendor: Probed<string>;
  /** Family, model and stepping as the vendor numbers them; on ARM architecture, part and revision. */
  readonly signature: Probed<string>;
  readonly microcode: Probed<string>;
  /** First 12 hex digits of the SHA-256 of the sorted instruction-set flags. */
  readonly features: Probed<string>;
  /** Bytes of one instance of each cache that CPU 0 sees: `L1d`, `L1i`, `L2`, `L3`. */
  readonly caches: Probed<Record<string, number>>;
}

const PATH = '/proc/cpuinfo';

export async function probeCpu(machine: Machine): Promise<CpuIdentity> {
  const processors = machine.read(PATH).then(parseCpuinfo);
  processors.catch(() => {}); // each field below reports the failure for itself
  const field = (what: string, pick: (all: readonly Processor[]) => string | null): Promise<Probed<string>> =>
    probe(async () => {
      const value = pick(await processors);
      if (value === null || value === '') throw notSaid(PATH, what);
      return value;
    });
  const [model, vendor, signature, microcode, features, caches, topology, governor] = await Promise.all([
    field('a model name', modelName),
    field('a vendor', ([first]) => first?.vendor_id ?? armVendor(first)),
    field('family, model and stepping', ([first]) => cpuSignature(first)),
    field('a microcode revision', ([first]) => first?.microcode ?? null),
    field('feature flags', ([first]) => featureDigest(first?.flags ?? first?.Features)),
    probe(() => probeCaches(machine)),
    probeTopology(machine, processors),
    probeGovernor(machine),
  ]);
  return { model, vendor, signature, microcode, features, caches, ...topology, ...governor };
}

/** Machines with cores of several kinds name each kind once. */
function modelName(processors: readonly Processor[]): string | null {
  const names = processors
    .map((each) => each['model name'] ?? armModel(each))
    .filter((name) => name !== null);
  return names.length === 0 ? null : [...new Set(names)].join(' + ');
}

function cpuSignature(first: Processor | undefined): string | null {
  const [family, model, stepping] = [first?.['cpu family'], first?.model, first?.stepping];
  if (family && model && stepping) return `family ${family} model ${model} stepping ${stepping}`;
  const [part, revision] = [first?.['CPU part'], first?.['CPU revision']];
  const architecture = first?.['CPU architecture'];
  return part && revision ? `architecture ${architecture} part ${part} revision ${revision}` : null;
}

function featureDigest(flags: string | undefined): string | null {
  return flags ? sha256(flags.split(/\s+/).sort().join(' ')).slice(0, 12) : null;
}
