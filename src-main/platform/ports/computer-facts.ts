/** What this computer is and may do; asked anew each time, as the operator may change it meanwhile. */
export interface ComputerFacts {
  readonly machineName: string;
  /** True when the app runs with the rights that erasing and encrypting a disk needs. */
  isElevated(): Promise<boolean>;
  /** True when BitLocker drive encryption is installed. */
  hasBitLocker(): Promise<boolean>;
  /** False where access lists and extended attributes can only be read with programs that are not installed. Absent: as if true. */
  readsAttributes?(): Promise<boolean>;
}
