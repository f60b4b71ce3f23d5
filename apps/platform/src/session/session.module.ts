import { Global, Module } from '@nestjs/common';
import { Attempts } from './attempts.js';
import { Cookies } from './cookies.js';
import { Devices } from './devices.js';
import { PlatformActors } from './platform-actors.js';
import { SessionController } from './session.controller.js';
import { Sessions } from './sessions.js';
import { SignInLimits } from './sign-in-limits.js';

/** Global, because every module uses its guard. */
@Global()
@Module({
  controllers: [SessionController],
  providers: [Cookies, Sessions, Devices, Attempts, SignInLimits, PlatformActors],
  exports: [Sessions, Devices, Attempts, PlatformActors],
})
export class SessionModule {}
