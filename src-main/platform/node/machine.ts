import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';

/** This computer as the job record and the descriptor name it. */
export interface Machine {
  readonly name: string;
  /** Undefined when it cannot be told cheaply; a page then says nothing rather than guess. */
  readonly isVirtualMachine: boolean | undefined;
}

/** Vendors whose name in the firmware tables means a virtual machine. */
const virtualVendors =
  /QEMU|VMware|VirtualBox|innotek|Xen|Microsoft Corporation.*Virtual|Amazon EC2|Google Compute|KVM|Bochs|Parallels/i;

async function firmwareNames(): Promise<string | undefined> {
  const names = await Promise.all(
    ['sys_vendor', 'product_name'].map((name) =>
      readFile(`/sys/class/dmi/id/${name}`, 'utf8').catch(() => undefined),
    ),
  );
  const found = names.filter((name) => name !== undefined).map((name) => name.trim());
  return found.length === 0 ? undefined : found.join(' ');
}

/** On Windows `hosts/host-machine.ts` asks the system instead: reading it there needs a program run. */
export async function readMachine(): Promise<Machine> {
  const name = hostname().slice(0, 256) || 'computer';
  const firmware = process.platform === 'linux' ? await firmwareNames() : undefined;
  return { name, isVirtualMachine: firmware === undefined ? undefined : virtualVendors.test(firmware) };
}
