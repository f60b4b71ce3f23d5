import type { Request, Response } from 'express';
import { page } from './page.js';

/** The response for an unknown page. Under `/api` Nest responds itself. */
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
