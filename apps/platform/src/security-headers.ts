import type { NextFunction, Request, Response } from 'express';

const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Swagger UI brings styles of its own within its page; its scripts are files. */
const DOCS_POLICY = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");

export function securityHeaders(request: Request, response: Response, next: NextFunction): void {
  const isAsset = request.path.startsWith('/assets/');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'same-origin');
  response.setHeader('X-Frame-Options', 'DENY');
  response.setHeader(
    'Content-Security-Policy',
    request.path.startsWith('/api/docs') ? DOCS_POLICY : POLICY,
  );
  // What people see here is theirs: not to be shown again by “back” after signing out.
  if (!isAsset) response.setHeader('Cache-Control', 'no-store');
  next();
}
