import { createPlatform } from './app.js';
import { readConfig } from './config.js';
import { orSayWhy } from './run-or-exit.js';

await orSayWhy(async () => {
  const config = readConfig(process.env);
  const { app, seeded } = await createPlatform(config);
  await app.listen(config.port, '0.0.0.0');
  if (seeded)
    console.log(
      `First start: two organisations were made.\n  E-mail:   ${seeded.emails.join('  or  ')}\n  Password: ${config.adminPassword ? '(as set in PLATFORM_ADMIN_PASSWORD)' : seeded.password}\n`,
    );
  console.log(`Batch Upload: http://localhost:${config.port}/settings/users/batch-upload`);
});
