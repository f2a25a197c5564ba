import { defineConfig } from 'vite';

export default defineConfig({
  // The panel may stand behind a path of a proxy one day; nothing here asks for an absolute one.
  base: './',
  build: {
    outDir: '../wwwroot',
    emptyOutDir: true,
    target: 'es2023',
    // The content security policy forbids inline code, so nothing may be inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
