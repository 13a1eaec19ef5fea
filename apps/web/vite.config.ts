import optimizeLocales from '@react-aria/optimize-locales-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { commandForms } from './vite/command-forms.ts';

/** Two languages of the components; the plugin does its work only before all others. */
const locales = { ...optimizeLocales.vite({ locales: ['zh-CN', 'en-US'] }), enforce: 'pre' as const };

/** What is built is what people use, also where a test has it built: there NODE_ENV says test, and React would come with its warnings. */
if (process.argv.includes('build')) process.env['NODE_ENV'] = 'production';

// eslint-disable-next-line no-restricted-syntax -- Vite reads the default export
export default defineConfig({
  plugins: [locales, react(), commandForms()],
  // Not Vite's `assets`: those are records here, with addresses of their own.
  build: { target: 'es2023', assetsDir: 'static', manifest: true, reportCompressedSize: false, chunkSizeWarningLimit: 700, outDir: 'dist', emptyOutDir: true },
  server: { host: '127.0.0.1', port: 5173, proxy: { '/v1': `http://127.0.0.1:${process.env.PORT || 3000}` } },
});
