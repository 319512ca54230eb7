/**
 * Sessions for other programs: pcapng, HTML, CSV, text, JSON.
 */
@NullMarked
package dev.parley.export;

import org.jspecify.annotations.NullMarked;
