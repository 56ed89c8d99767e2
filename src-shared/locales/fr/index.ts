import activity from './activity.json' with { type: 'json' };
import common from './common.json' with { type: 'json' };
import consoleWords from './console.json' with { type: 'json' };
import azureErrors from './errors/azure.json' with { type: 'json' };
import disksErrors from './errors/disks.json' with { type: 'json' };
import ipcErrors from './errors/ipc.json' with { type: 'json' };
import jobsErrors from './errors/jobs.json' with { type: 'json' };
import opaqueErrors from './errors/opaque.json' with { type: 'json' };
import practiceErrors from './errors/practice.json' with { type: 'json' };
import shippingErrors from './errors/shipping.json' with { type: 'json' };
import stagingErrors from './errors/staging.json' with { type: 'json' };
import startErrors from './errors/start.json' with { type: 'json' };
import vaultErrors from './errors/vault.json' with { type: 'json' };
import windowsErrors from './errors/windows.json' with { type: 'json' };
import findings from './findings.json' with { type: 'json' };
import frame from './frame.json' with { type: 'json' };
import importStates from './import-states.json' with { type: 'json' };
import initiate from './initiate.json' with { type: 'json' };
import jobs from './jobs.json' with { type: 'json' };
import monitor from './monitor.json' with { type: 'json' };
import notifications from './notifications.json' with { type: 'json' };
import opaque from './opaque.json' with { type: 'json' };
import pages from './pages.json' with { type: 'json' };
import phases from './phases.json' with { type: 'json' };
import practice from './practice.json' with { type: 'json' };
import prepareDisks from './prepare-disks.json' with { type: 'json' };
import readiness from './readiness.json' with { type: 'json' };
import recover from './recover.json' with { type: 'json' };
import rules from './rules.json' with { type: 'json' };
import shipping from './shipping.json' with { type: 'json' };
import shippingSheet from './shipping-sheet.json' with { type: 'json' };
import start from './start.json' with { type: 'json' };
import warnings from './warnings.json' with { type: 'json' };

/** French words, one file per namespace; `errors/*` become one tree under `errors`. */
export const fr = {
  activity,
  common,
  console: consoleWords,
  findings,
  frame,
  importStates,
  initiate,
  jobs,
  monitor,
  notifications,
  opaque,
  pages,
  phases,
  practice,
  prepareDisks,
  readiness,
  recover,
  rules,
  shipping,
  shippingSheet,
  start,
  warnings,
  errors: {
    ...azureErrors,
    ...disksErrors,
    ...ipcErrors,
    ...jobsErrors,
    ...opaqueErrors,
    ...practiceErrors,
    ...shippingErrors,
    ...stagingErrors,
    ...startErrors,
    ...vaultErrors,
    ...windowsErrors,
  },
};
