import type { Operation } from '@signalbox/http-core/operation';

import { createLocation } from './event/create-location-event';
import { createTaggedFile } from './event/create-tagged-file-event';
import { remove } from './event/delete-event';
import { deleteByFilter } from './file/delete-by-filter';
import { download } from './file/download';
import { createLink, getLinks } from './file/links';
import { search } from './file/search';
import { getTags, removeTags, setTags } from './file/tags';
import { upload } from './file/upload';
import { uploadVersion } from './file/upload-version';
import { get } from './usage/get';

/** All operations of the node, in the order of the README. */
export const operations: readonly Operation[] = [
  createTaggedFile,
  createLocation,
  remove,
  upload,
  download,
  search,
  uploadVersion,
  getTags,
  setTags,
  removeTags,
  createLink,
  getLinks,
  deleteByFilter,
  get,
];
