import { createPlatform } from './app.js';
import { readConfig } from './config.js';

const config = readConfig(process.env);
const app = await createPlatform(config);
await app.listen(config.port, '0.0.0.0');
if (app.seeded)
  console.log(
    `First start: two organisations were made.\n  E-mail:   ${app.seeded.emails.join('  or  ')}\n  Password: ${config.adminPassword ? '(as set in PLATFORM_ADMIN_PASSWORD)' : app.seeded.password}\n`,
  );
console.log(`Batch Upload: http://localhost:${config.port}/settings/users/batch-upload`);
