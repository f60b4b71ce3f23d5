import { Inject, Injectable } from '@nestjs/common';
import { parseCookie } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';
import { CONFIG } from '../config.module.js';
import { type Config, isHttps } from '../config.js';

export type CookieName = 'platform_session' | 'platform_device';

/** The prefix makes browsers refuse the cookie from another host, and without `Secure`. */
export const cookieName = (config: Config, name: CookieName): string =>
  isHttps(config) ? `__Host-${name}` : name;

/** Cookies for the server alone. Where people reach the platform by https, as `PLATFORM_URL` says, only over https. */
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
