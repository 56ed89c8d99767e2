import '../app/configure-zod.ts';
import '../app/global.css';
import { createRoot } from 'react-dom/client';
import { App } from '../app/app.tsx';
import { createFakeApp } from './fake-app.ts';
import { sampleJob, sampleStaging, sampleTask } from './samples.ts';

// Development page: the renderer alone, over the in-memory bridge. `npx vite -c vite.renderer.config.ts`, then /dev.html.
const fake = createFakeApp(
  {
    jobs: [sampleJob({ phase: 'staged', staging: sampleStaging() })],
    tasks: [sampleTask({ state: 'completed' })],
  },
  { 'practice.startSample': () => ({ jobId: sampleJob().id }) },
);
const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App bridge={fake.bridge} />);
