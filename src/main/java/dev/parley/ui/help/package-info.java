/** The documentation in the window. */
@NullMarked
package dev.parley.ui.help;

import org.jspecify.annotations.NullMarked;
