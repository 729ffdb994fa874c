{
  "extends": "../../tsconfig.base.json",
  "include": ["nodes", "credentials"]
}
