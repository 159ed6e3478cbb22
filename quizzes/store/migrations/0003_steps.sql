-- The step that a window is for, where the class is paced together; without one, any step may be answered.
ALTER TABLE windows ADD COLUMN step INTEGER;
