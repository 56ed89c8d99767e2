import { fillGear } from './gear.ts';
import { fillConstants } from './md5-constants.ts';

export { cut } from './cut.ts';
export { md5x4 } from './md5-x4.ts';
export { md5x8 } from './md5-x8.ts';
export { isZero } from './zero.ts';

fillGear();
fillConstants();
