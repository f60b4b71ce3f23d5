/** Something that was assumed while reading, for the admin to judge. */
export interface Notice {
  code: 'ENCODING_ASSUMED';
  message: string;
}
