package dev.parley.at;

/**
 * Text that identifies a person or a device and so is shown only where somebody asks for it.
 *
 * @param value the text itself
 */
public record Sensitive(String value) {
    /** How long it is, never what it is. */
    @Override
    public String toString() {
        return value.length() + " characters, not shown";
    }
}
