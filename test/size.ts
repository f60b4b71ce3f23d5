/** Long campaigns have a small size. `npm run test:full` is the full one. */
export const IS_FULL = process.env['TEST_SIZE'] === 'full';
