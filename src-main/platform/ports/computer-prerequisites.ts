/** What decides which of the wizard's features a computer can offer. */
export interface ComputerPrerequisites {
  readonly isElevated: boolean;
  readonly hasBitLocker: boolean;
  readonly hasSnapshots: boolean;
  /** Number of the edition (OperatingSystemSKU); home editions lack BitLocker management. */
  readonly edition: number;
  readonly isServer: boolean;
  /** Version of the system, such as `10.0.20348`. */
  readonly version: string;
  readonly isVirtualMachine: boolean;
}

export interface PrerequisitesReader {
  /** @throws AppError `windows.scriptFailed`, `disk.platformUnavailable`, what running a program throws */
  read(signal?: AbortSignal): Promise<ComputerPrerequisites>;
}
