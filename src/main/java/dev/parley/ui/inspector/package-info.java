/**
 * The inspector: the fields and the bytes of whatever is selected.
 */
@NullMarked
package dev.parley.ui.inspector;

import org.jspecify.annotations.NullMarked;
