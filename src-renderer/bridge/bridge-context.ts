import { createContext, useContext } from 'react';
import type { Bridge } from '../../src-shared/contract/bridge.ts';

const BridgeContext = createContext<Bridge | undefined>(undefined);

export const BridgeProvider = BridgeContext.Provider;

/** The bridge to the main process. Pages use `useCall` and `useCallMutation` instead wherever those do. */
export function useBridge(): Bridge {
  const bridge = useContext(BridgeContext);
  if (bridge === undefined) throw new Error('BridgeProvider is missing above this component');
  return bridge;
}
