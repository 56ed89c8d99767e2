/** @file Rules about the source that no linter knows: lengths, forbidden settings of Electron, things left behind. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

const folders = ['src-main', 'src-renderer', 'src-shared', 'e2e', 'scripts', 'bench', 'soak'];
const maximumLines = 400;

interface Rule {
  readonly why: string;
  readonly pattern: RegExp;
  /** Files the rule does not speak of. */
  readonly except?: RegExp;
}

const rules: readonly Rule[] = [
  { why: 'left behind', pattern: /\b(TODO|FIXME|HACK|XXX)\b/, except: /scripts\/check-source\.ts$/ },
  { why: 'a focused or skipped test', pattern: /\b(it|test|describe)\.(only|skip|todo|fixme)\(/ },
  {
    why: 'weakens Electron (security checklist rows 2, 3, 4, 6, 8)',
    pattern:
      /nodeIntegration: true|contextIsolation: false|sandbox: false|webSecurity: false|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|webviewTag: true|bypassCSP|rejectUnauthorized: false|NODE_TLS_REJECT_UNAUTHORIZED/,
    except: /scripts\/check-source\.ts$/,
  },
  {
    why: 'runs a command through a shell (row 24)',
    pattern: /\bshell: true|\bexecSync\(|\bexec\(['"`]/,
    except: /scripts\/check-source\.ts$/,
  },
  {
    why: 'builds code from text (row 7)',
    pattern: /\beval\(|new Function\(|dangerouslySetInnerHTML|\.innerHTML\s*=/,
    // The journey tries it on the page to see it refused.
    except: /scripts\/check-source\.ts$|\.test\.tsx?$|e2e\/journeys\/security\.spec\.ts$/,
  },
  { why: 'swallows a failed check for a missing capability silently', pattern: /\.skipIf\(|\.runIf\(/ },
];

async function sourceFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && /\.(ts|tsx)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name).replaceAll('\\', '/'));
}

async function problemsOf(file: string): Promise<readonly string[]> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  const problems = lines.flatMap((line, index) =>
    rules
      .filter(({ pattern, except }) => pattern.test(line) && except?.test(file) !== true)
      .map(({ why }) => `${file}:${index + 1}: ${why}`),
  );
  return lines.length > maximumLines
    ? [...problems, `${file}: ${lines.length} lines, more than ${maximumLines}`]
    : problems;
}

/** The security checklist names evidence and tests; a renamed file must not leave a row that proves nothing. */
async function checklistProblems(): Promise<readonly string[]> {
  const text = await readFile('docs/security-checklist.md', 'utf8');
  const named = [
    ...text.matchAll(/`((?:src-|e2e\/|scripts\/)[^`]+\.tsx?|electron-builder\.yml|package\.json)`/g),
  ];
  const missing = named.map(([, file = '']) => file).filter((file) => !existsSync(file));
  return [...new Set(missing)].map((file) => `docs/security-checklist.md names ${file}, which is gone`);
}

const files = (await Promise.all(folders.map(sourceFiles))).flat();
const problems = [...(await Promise.all(files.map(problemsOf))).flat(), ...(await checklistProblems())];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
const lengths = await Promise.all(
  files
    .filter((file) => !/\.test\.tsx?$/.test(file))
    .map(async (file) => (await readFile(file, 'utf8')).split('\n').length),
);
lengths.sort((first, second) => first - second);
console.log(
  `${files.length} source files follow the rules; median length ${lengths[Math.floor(lengths.length / 2)]} lines.`,
);
