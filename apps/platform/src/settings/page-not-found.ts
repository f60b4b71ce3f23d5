import type { Request, Response } from 'express';
import { page } from './page.js';

/** The answer where no page lives. Under `/api` Nest answers for itself. */
export function pageNotFound(_request: Request, response: Response): void {
  response
    .status(404)
    .send(
      page(
        'Not found',
        '<h1>Page not found</h1><p>There is no page here. <a href="/">Go to the settings</a>.</p>',
      ),
    );
}
