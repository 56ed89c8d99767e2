import type { PrerequisitesReader } from '../ports/computer-prerequisites.ts';
import type { PowerShell } from './powershell/power-shell.ts';
import { systemErrorOf } from './powershell/script-errors.ts';
import { prerequisitesScript } from './scripts/prerequisites-script.ts';

/** Names of makers and models in the firmware tables that mean a virtual machine; a physical Surface is of Microsoft too. */
const virtualMakers = /QEMU|VMware|VirtualBox|innotek|Xen|Amazon EC2|Google|KVM|Bochs|Parallels|Nutanix/i;

/** @param maker and model as the firmware names them */
export function isVirtualMachine(maker: string, model: string): boolean {
  return virtualMakers.test(`${maker} ${model}`) || /^Virtual Machine$/i.test(model);
}

export function createWindowsPrerequisites(powerShell: PowerShell): PrerequisitesReader {
  return {
    async read(signal) {
      try {
        const {
          manufacturer,
          model,
          powerShell: _version,
          ...facts
        } = await powerShell.run(prerequisitesScript, { signal });
        return { ...facts, isVirtualMachine: isVirtualMachine(manufacturer, model) };
      } catch (error) {
        throw systemErrorOf(error);
      }
    },
  };
}
