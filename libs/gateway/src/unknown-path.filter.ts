import { type ArgumentsHost, Catch, type ExceptionFilter, NotFoundException } from '@nestjs/common';
import { type Response } from 'express';

/** An unknown path is answered without being repeated: it may be a number that somebody pasted. */
@Catch(NotFoundException)
export class UnknownPathFilter implements ExceptionFilter {
  catch(_error: NotFoundException, host: ArgumentsHost): void {
    host.switchToHttp().getResponse<Response>().status(404).json({ statusCode: 404, message: 'Not found' });
  }
}
