/** @file Test support: a process of its own that compares two trees, so that it can run as somebody else. Prints the result. */

import { quietWorkerControl as quiet } from '../../testing/quiet-worker-control.ts';
import { compareTrees } from '../compare/compare-trees.ts';

const [, , expected = '', found = ''] = process.argv;
const result = await compareTrees({ pairs: [{ expected, found }], exclusions: [] }, quiet);
process.stdout.write(JSON.stringify(result));
