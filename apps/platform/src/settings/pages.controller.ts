import { Controller, Get, Header, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { type Permission, PERMISSIONS } from '../roles/role.entity.js';
import { Sessions } from '../session/sessions.js';
import { page } from './page.js';

const USERS = `<p class="lead"><a class="button" href="/settings/users/batch-upload">Create or update many users from a file</a></p>
<platform-users></platform-users>`;

const NEW_PASSWORD = '<platform-new-password></platform-new-password>';

const NOT_YOURS = `<p>You may not use this page. Ask an administrator for the permission.</p>`;

interface Showing {
  /** Any of these permissions; empty for anybody. A page sends no API request that would be refused. */
  needs?: readonly Permission[];
  script?: string;
  /** Whether the body has its own heading. */
  heads?: 'itself';
}

/** The pages of the platform. Anonymous visitors are redirected to the sign-in page and back. */
@ApiExcludeController()
@Controller()
export class SettingsPages {
  constructor(private readonly sessions: Sessions) {}

  @Get()
  home(@Res() response: Response): void {
    response.redirect('/settings/users');
  }

  @Get('settings')
  settings(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.show(request, response, 'Settings', '<platform-settings></platform-settings>');
  }

  @Get('sign-in')
  async signIn(
    @Req() request: Request,
    @Res() response: Response,
    @Query('next') next?: string,
  ): Promise<void> {
    if (await this.sessions.find(request)) response.redirect(localPath(next));
    else response.send(page('Sign in', '<platform-sign-in></platform-sign-in>'));
  }

  @Get('settings/users')
  users(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.show(request, response, 'Users', USERS);
  }

  @Get(['settings/users/batch-upload', 'settings/users/batch-upload/:id'])
  batchUpload(
    @Req() request: Request,
    @Res() response: Response,
    @Param('id') id?: string,
  ): Promise<void> {
    const load = id && /^[\w-]+$/.test(id) ? ` load-id="${id}"` : '';
    const language = request.acceptsLanguages('en', 'de') || 'en';
    response.vary('Accept-Language');
    return this.show(
      request,
      response,
      'Batch Upload',
      `<user-batch-upload base="/api/user-batch-upload" path="/settings/users/batch-upload" user-href="/settings/users/{id}" lang="${language}"${load}></user-batch-upload>`,
      { needs: ['batch-upload'], script: '/api/user-batch-upload/ui.js', heads: 'itself' },
    );
  }

  @Get('settings/users/:id')
  user(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.show(request, response, 'User', '<platform-user></platform-user>', {
      heads: 'itself',
    });
  }

  @Get('account')
  account(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.show(request, response, 'Your account', '<platform-account></platform-account>', {
      needs: [],
      heads: 'itself',
    });
  }

  @Get('forgot-password')
  forgotPassword(@Res() response: Response): void {
    response.send(
      page('Forgot password?', '<platform-forgot-password></platform-forgot-password>'),
    );
  }

  @Get('password-resets/:link')
  @Header('Referrer-Policy', 'no-referrer')
  passwordReset(@Res() response: Response): void {
    response.send(page('Set a new password', NEW_PASSWORD));
  }

  @Get('invitations/:link')
  @Header('Referrer-Policy', 'no-referrer')
  invitation(@Res() response: Response): void {
    response.send(page('Invitation', NEW_PASSWORD));
  }

  private async show(
    request: Request,
    response: Response,
    title: string,
    body: string,
    { needs = PERMISSIONS, script, heads }: Showing = {},
  ): Promise<void> {
    const user = await this.sessions.find(request);
    if (!user) {
      response.redirect(`/sign-in?next=${encodeURIComponent(request.originalUrl)}`);
      return;
    }
    const heading = `<h1>${title}</h1>`;
    response.send(
      needs.length === 0 || needs.some((one) => user.permissions.includes(one))
        ? page(title, heads === 'itself' ? body : heading + body, { user, script })
        : page(title, heading + NOT_YOURS, { user }),
    );
  }
}

/** Accepts only paths of this site, never another host. */
const localPath = (next: string | undefined): string =>
  next && /^\/(?![/\\])/.test(next) ? next : '/settings/users/batch-upload';
