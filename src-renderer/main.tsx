import './app/configure-zod.ts';
import './app/global.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App bridge={window.offlineBackup} />);
