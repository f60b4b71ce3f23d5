import { Inject, Injectable } from '@nestjs/common';
import { parseCookie } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';
import { CONFIG } from '../config.module.js';
import { type Config, isHttps } from '../config.js';

export type CookieName = 'platform_session' | 'platform_device';

/** With this prefix, browsers reject the cookie if it comes from another host or without `Secure`. */
export const cookieName = (config: Config, name: CookieName): string =>
  isHttps(config) ? `__Host-${name}` : name;

/** HttpOnly cookies. Sent over https only if `PLATFORM_URL` is https. */
@Injectable()
export class Cookies {
  private readonly options: CookieOptions;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.options = { httpOnly: true, sameSite: 'lax', secure: isHttps(config), path: '/' };
  }

  read(request: Request, name: CookieName): string | undefined {
    return parseCookie(request.headers.cookie ?? '')[cookieName(this.config, name)];
  }

  write(response: Response, name: CookieName, value: string, maxAge: number): void {
    response.cookie(cookieName(this.config, name), value, { ...this.options, maxAge });
  }

  clear(response: Response, name: CookieName): void {
    response.clearCookie(cookieName(this.config, name), this.options);
  }
}
