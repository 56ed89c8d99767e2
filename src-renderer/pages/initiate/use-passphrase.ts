import { useState } from 'react';
import { brokenPassphraseRule, type PassphraseRuleCode } from '../../../src-shared/domain/passphrase.ts';

export interface PassphraseState {
  readonly value: string;
  readonly repeated: string;
  readonly brokenRule: PassphraseRuleCode | undefined;
  /** Both boxes hold the same passphrase. */
  readonly isSame: boolean;
  /** May be used: long enough and typed twice. */
  readonly isGood: boolean;
  readonly setValue: (value: string) => void;
  readonly setRepeated: (value: string) => void;
  /** Puts a generated passphrase into both boxes. */
  readonly setBoth: (value: string) => void;
}

/** The passphrase while the page is open; kept in this page only, never saved, never in the job record. */
export function usePassphrase(): PassphraseState {
  const [value, setValue] = useState('');
  const [repeated, setRepeated] = useState('');
  const brokenRule = brokenPassphraseRule(value);
  const isSame = value === repeated;
  return {
    value,
    repeated,
    brokenRule,
    isSame,
    isGood: brokenRule === undefined && isSame,
    setValue,
    setRepeated,
    setBoth: (generated) => {
      setValue(generated);
      setRepeated(generated);
    },
  };
}
