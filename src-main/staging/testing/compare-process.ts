/** @file Test support: a process of its own that compares two trees, so that it can run as somebody else. Prints the result. */
import { compareTrees } from '../compare/compare-trees.ts';

const [, , expected = '', found = ''] = process.argv;
const quiet = { throwIfStopped() {}, setPhase() {}, report() {}, warn() {} };
process.stdout.write(JSON.stringify(compareTrees({ pairs: [{ expected, found }], exclusions: [] }, quiet)));
