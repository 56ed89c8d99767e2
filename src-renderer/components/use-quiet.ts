import { useEffect, useState } from 'react';

/** A value once it has not changed for a while: for looking something up that is being typed. */
export function useQuiet<Value>(value: Value, quietMilliseconds: number): Value {
  const [quiet, setQuiet] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(value), quietMilliseconds);
    return () => clearTimeout(timer);
  }, [value, quietMilliseconds]);
  return quiet;
}
