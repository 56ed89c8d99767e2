/** Errors of the durable job record, of the journey's order, of folders and of programs that the wizard runs. */
export const jobErrorCodes = [
  'job.notFound',
  'job.wrongPhase',
  'job.alreadyRunning',
  'job.recordDamaged',
  'job.fileInvalid',
  'job.nameInvalid',
  'job.nameTaken',
  'task.notFound',
  'task.stopped',
  'folder.notFound',
  'folder.notReadable',
  'folder.notWritable',
  'command.notFound',
  'command.failed',
  'command.timedOut',
  'app.alreadyRunning',
] as const;
