import type { Processor } from './cpuinfo.ts';

/** MIDR_EL1 implementer codes, from Linux arch/arm64/include/asm/cputype.h. */
const IMPLEMENTERS: Readonly<Record<string, string>> = {
  '0x41': 'ARM',
  '0x42': 'Broadcom',
  '0x43': 'Cavium',
  '0x46': 'Fujitsu',
  '0x48': 'HiSilicon',
  '0x4e': 'NVIDIA',
  '0x50': 'APM',
  '0x51': 'Qualcomm',
  '0x61': 'Apple',
  '0xc0': 'Ampere',
};

/** Part numbers of implementer 0x41 met on servers and boards, from the same header. */
const ARM_PARTS: Readonly<Record<string, string>> = {
  '0xd03': 'Cortex-A53',
  '0xd08': 'Cortex-A72',
  '0xd0b': 'Cortex-A76',
  '0xd0c': 'Neoverse-N1',
  '0xd40': 'Neoverse-V1',
  '0xd49': 'Neoverse-N2',
  '0xd4f': 'Neoverse-V2',
};

/** The maker of an ARM core by its code, or the code itself; `null` for other architectures. */
export function armVendor(processor: Processor | undefined): string | null {
  const code = processor?.['CPU implementer'];
  return code === undefined ? null : (IMPLEMENTERS[code] ?? `implementer ${code}`);
}

/** 64-bit ARM kernels give numbers in place of a model name. */
export function armModel(processor: Processor): string | null {
  const vendor = armVendor(processor);
  const part = processor['CPU part'];
  if (vendor === null || part === undefined) return null;
  const known = vendor === 'ARM' ? ARM_PARTS[part] : undefined;
  return `${vendor} ${known ?? `part ${part}`}`;
}
