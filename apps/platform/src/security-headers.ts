import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import helmet, { contentSecurityPolicy } from 'helmet';
import { type Config, isHttps } from './config.js';

const SELF = ["'self'"];
const YEAR_SECONDS = 365 * 24 * 60 * 60;
/** Browser features that the pages never use. Helmet does not set this header. */
const PERMISSIONS_POLICY = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'usb',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

/** Security headers of every response. Those that enforce https are sent only if `PLATFORM_URL` is https. */
export function useSecurityHeaders(app: NestExpressApplication, config: Config): void {
  const forcesHttps = isHttps(config);
  const policy = (styles: string[]) => ({
    useDefaults: false,
    directives: {
      'default-src': SELF,
      'script-src': SELF,
      'style-src': styles,
      'img-src': [...SELF, 'data:'],
      'object-src': ["'none'"],
      'base-uri': ["'none'"],
      'form-action': SELF,
      'frame-ancestors': ["'none'"],
      'upgrade-insecure-requests': forcesHttps ? [] : null,
    },
  });
  app.use(
    helmet({
      contentSecurityPolicy: policy(SELF),
      // Other services may run on subdomains.
      strictTransportSecurity: forcesHttps && { maxAge: YEAR_SECONDS, includeSubDomains: false },
      referrerPolicy: { policy: 'same-origin' },
      xFrameOptions: { action: 'deny' },
    }),
  );
  // Swagger UI uses inline styles. Its scripts are files.
  app.use('/api/docs', contentSecurityPolicy(policy([...SELF, "'unsafe-inline'"])));
  app.use((request: Request, response: Response, next: NextFunction) => {
    response.setHeader('Permissions-Policy', PERMISSIONS_POLICY);
    // Responses hold personal data and must not reappear through "back" after sign-out.
    if (!request.path.startsWith('/assets/')) response.setHeader('Cache-Control', 'no-store');
    next();
  });
}
