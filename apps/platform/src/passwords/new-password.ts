import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';

/** Not trimmed: spaces at either end belong to the password. */
export class NewPasswordRequest {
  @ApiProperty({ minLength: 12, maxLength: 1000 })
  @IsString()
  @Length(12, 1000, { message: 'password must have 12 to 1000 characters' })
  password!: string;
}
