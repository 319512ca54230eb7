/**
 * A session (journal and pipeline) and the one controller that drives it.
 */
@NullMarked
package dev.parley.session;

import org.jspecify.annotations.NullMarked;
