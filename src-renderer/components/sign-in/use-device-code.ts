import { useEffect, useState } from 'react';
import type { EventPayload } from '../../../src-shared/contract/events.ts';
import { useBridge } from '../../bridge/bridge-context.ts';

export type DeviceCodePayload = EventPayload<'account.codeIssued'>;

/** Code of the sign-in that waits right now; gone when it ends. */
export function useDeviceCode(isWaiting: boolean): DeviceCodePayload | undefined {
  const { events } = useBridge();
  const [code, setCode] = useState<DeviceCodePayload>();
  useEffect(() => events['account.codeIssued'](setCode), [events]);
  useEffect(() => {
    if (!isWaiting) setCode(undefined);
  }, [isWaiting]);
  return code;
}
