use super::*;

#[test]
fn nothing_is_new_until_a_file_is() {
    let dir = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).expect("written");
    write("a.md", "a");
    write("p.png", "p");
    let mut project = Project::new(Wishes::of_folder(Some(dir.path().to_owned())), Cache::new());
    let mut changed = || project.read().expect("read").map(|touched| touched.len());
    assert_eq!(changed(), Some(0));
    assert_eq!(changed(), None);
    write("a.md", "b");
    assert_eq!(changed(), Some(0));
    write("p.png", "pp");
    assert_eq!(changed(), Some(1));
    write("studium.toml", "[site]\ntitle = \"x\"\n");
    assert_eq!(changed(), Some(0));
    write("studium.toml", "[site]\ntitle = 3\n");
    assert_eq!(changed(), Some(0));
    assert_eq!(changed(), None);
}
