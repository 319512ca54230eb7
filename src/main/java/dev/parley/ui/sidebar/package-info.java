/**
 * The connection's settings and its way up.
 */
@NullMarked
package dev.parley.ui.sidebar;

import org.jspecify.annotations.NullMarked;
