/** @file Imported first by every script: npm leaves optional packages out silently, so a missing Node 24 must be said here. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `This needs Node.js 24, which comes with "npm ci" for Linux (x64, arm64) and Windows (x64). Running is ${process.version}: ` +
      'run it through npm ("npm start", "npm test"), and "npm ci" without --omit=optional first.\n',
  );
  process.exit(1);
}
